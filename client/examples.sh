#!/bin/sh
# The same with curl. ANJU_ADDRESS is where the API is, ANJU_KEY the key from 【开放接口】; a test runs this file.
set -eu
call() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $ANJU_KEY" "$@"; echo; }

# 查询待缴账单
call "$ANJU_ADDRESS/api/v1/bills"

# 生成代缴订单：同一 Idempotency-Key 再发一次，得到同一答复
call "$ANJU_ADDRESS/api/v1/orders" -H "Idempotency-Key: order-2026-12" \
  -H "Content-Type: application/json" -d "{\"bills\": [\"$ANJU_BILL\"]}"

# 查询订单，答复头中有配额
call --include "$ANJU_ADDRESS/api/v1/orders"

"""What the web server runs: `granian --interface wsgi config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
if proxies := os.environ.get("TRUSTED_PROXIES"):
    # who asks is then the one the proxy names: limits and logs would otherwise know the proxy only
    application = wrap_wsgi_with_proxy_headers(application, proxies)

# What has been loaded stays: the collector need not walk through it again and again, nor come for each few requests.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)

from anju.portals.tenant_web.tests.conftest import lease, tenant  # noqa: F401 - fixtures

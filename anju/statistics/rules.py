"""What is published in figures, and when too few stand behind a figure, as data. (rule C7)"""

LEAST_LEASES = 10
LEAST_ENTERPRISES = 3
"""An amount of a district is published only where so many leases of so many enterprises stand behind it, so that it
tells nothing of a tenant, and nothing of one enterprise's prices. (ours)"""

MONTHS_BACK = 24
"""So many months are computed when the figures begin. (ours)"""

CITY = ""
"""In the place of a district: the whole city."""

"""The error codes of OAuth 2.0 (RFC 6749, 5.2), as Google and Microsoft send them."""

import re

# We log an error only if it matches this pattern, because other text may contain anything.
ERROR_CODE = re.compile("[a-z_]{1,60}")

"""The company's CRM: admins connect it and match its stages with ours. Reps ask, and send notes."""

"""Take in what a CRM says, and record what we write to it."""

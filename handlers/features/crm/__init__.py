"""The company's CRM. Admins connect it and match its stages with ours.

Reps ask questions about deals, send notes to the CRM, and change fields of deals.

- `connecting` connects the CRM, `stages` matches its stages, and `matching` chooses the company of
  an account.
- `asked` answers questions about the CRM and about deals.
- `sending` is the form that sends something to the CRM, with the fields from `deal_fields`.
  `seen_in_form` keeps what the form showed. `write_outcomes` shows what became of each thing that
  was sent, and can undo it.
"""

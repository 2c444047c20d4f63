"""What passes between marketing and sales: insights one way, and asks the other way.

An insight is what marketing publishes for use in calls. An ask is what a rep passes on to
marketing: a buyer's words, or a question of the rep's own. Marketing answers it, asks the rep a
follow-up question, or takes it on.

- `insights` publishes, retires and renews an insight, and `insight_form`, `insight_preview` and
  `insight_edits` write and change one. `insight_desk` and `insight_drafts` list them for marketing.
  `insight_search` finds insights by words, and `insight_uses` saves how they were used.
- `insight_orders`, `shown_insight` and `insight_uses_typed` read typed lines about insights.
- `feeds` makes drafts from feeds, and `suggestions` handles what reps suggest.
- `subscriptions` lets people choose which insights a channel gets. `channel_offer` adds a button
  to answers. The button explains how to have insights, or buyers' words, posted in a channel.
- `asks` shows asks and saves answers. `ask_sending` sends an ask to marketing, and `ask_withdrawn`
  lets the rep take it back. With `ask_corrections`, marketers give up an ask that they took on, or
  change their answer. `ask_changed` notices that an ask has changed. `taken_back_said` says what
  becomes of marketing's posts about an ask that the rep takes back.
- `typed_asks`, `ask_corrections_typed`, `ask_handed` and `answer_addressed` read marketers' typed
  lines, and `asks_meant` finds the asks that a line means. If a rep types a line after marketing's
  answer, `reply_offer` offers to send the line to marketing.
- `asked`, `insights_used`, `topics`, `waiting` and `named_competitor` answer typed questions about
  insights, asks, themes and competitors.
  `theme_names` shows themes, and `exchange` shows how well marketing and sales respond to each
  other.
"""

-- Take away the actions that are written anew.
-- Grain: one row a request of an action.
DELETE FROM actions USING changed_actions AS changed
WHERE actions.account = changed.account AND actions.action_key = changed.action_key

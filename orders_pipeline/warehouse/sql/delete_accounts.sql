-- Take away the accounts that are written anew.
-- Grain: one row an account.
DELETE FROM accounts USING changed_accounts AS changed WHERE accounts.account = changed.account

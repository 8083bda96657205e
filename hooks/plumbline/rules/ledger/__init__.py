"""Rules about the ledger of published briefings."""

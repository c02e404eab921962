"""The pages of people and partnerships."""

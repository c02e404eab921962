"""The way to a respondent, for every app: roll, invitation, the anonymous and the confidential way, intake, tumbler."""

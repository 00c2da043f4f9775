"""The procurement file: all that is known of one tender, whole for an auditor or with parts withheld for the public."""

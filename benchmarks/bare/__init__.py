"""The barest thing that does each job: what the portal is measured against."""

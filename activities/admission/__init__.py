"""How scarce crèche places are given: criteria, matching, explanations. Plain functions only."""

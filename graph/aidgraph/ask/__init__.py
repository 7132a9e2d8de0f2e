"""Questions as pure functions over a store: each answer is a frozen record that says because of what."""

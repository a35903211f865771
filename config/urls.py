"""Every door's address."""

urlpatterns: list = []

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """An app, since a flow's tasks are named after the app that holds it."""

    name = "tests.flows"
    label = "test_flows"

"""What all the tests share. The servers are started by `services_plugin`."""

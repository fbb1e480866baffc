# SPDX-License-Identifier: GPL-3.0-or-later
"""For Synapse, which serves no /.well-known/matrix/support of its own: a resource of its listener that does.

It lies beside homeserver.yaml and is loaded by Synapse, not by the tests.
"""
import json

from synapse.rest.well_known import well_known_resource
from twisted.web.resource import Resource
from twisted.web.static import Data


class WellKnown(Resource):
    """What Synapse has there, and beside it whom to write to: what the configuration says."""

    def __init__(self, config, api):
        super().__init__()
        matrix = well_known_resource(api._hs).children[b'matrix']
        matrix.putChild(b'support', Data(json.dumps(config).encode(), 'application/json'))
        self.putChild(b'matrix', matrix)

    @staticmethod
    def parse_config(config):
        return config

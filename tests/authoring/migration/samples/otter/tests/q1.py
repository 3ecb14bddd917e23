OK_FORMAT = True

test = {   'name': 'q1',
    'points': 3,
    'suites': [   {   'cases': [   {'code': '>>> sigmoid(0) == 0.5\nTrue', 'hidden': False, 'locked': False},
                                   {'code': '>>> assert np.allclose(sigmoid(np.array([-1.0, 1.0])), [0.26894142, 0.73105858])\n', 'hidden': True, 'locked': False},
                                   {   'code': '>>> z = np.ones((2, 3))\n>>> assert sigmoid(z).shape == (2, 3)\n',
                                       'failure_message': 'the shape must stay',
                                       'hidden': False,
                                       'locked': False,
                                       'points': 1,
                                       'success_message': 'good'}],
                      'scored': True,
                      'setup': '',
                      'teardown': '',
                      'type': 'doctest'}]}

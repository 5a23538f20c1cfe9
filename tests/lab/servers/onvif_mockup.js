// Starts the server mock-up of the npm package `onvif` on this device's address.
// Its discovery answers with the recorded ProbeMatch of a real camera; only the address is the device's own.
const path = require('path');
const settings = JSON.parse(process.argv[2]);
process.env.HOSTNAME = settings.host;
process.env.PORT = String(settings.port);
require(path.join(settings.node, 'coffeescript', 'register'));
require(path.join(settings.node, 'onvif', 'test', 'serverMockup.coffee'));

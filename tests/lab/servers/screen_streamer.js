// node-media-server with RTMP on 1935 and HTTP-FLV on 8000: a computer that streams its own screen.
const required = require('node-media-server');
const NodeMediaServer = required.default || required;
new NodeMediaServer({
  bind: '0.0.0.0',
  auth: { play: false, publish: false, secret: '' },
  rtmp: { port: 1935, chunk_size: 60000, gop_cache: true, ping: 30, ping_timeout: 60 },
  http: { port: 8000, allow_origin: '*' },
}).run();

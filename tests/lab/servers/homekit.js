// One HomeKit accessory by hap-nodejs: a camera, a doorbell or a bulb, as its category says.
const hap = require('hap-nodejs');
const settings = JSON.parse(process.argv[2]);
hap.HAPStorage.setCustomStoragePath(settings.store);
const accessory = new hap.Accessory(settings.name, hap.uuid.generate('lab:' + settings.username));
const about = accessory.getService(hap.Service.AccessoryInformation);
about.setCharacteristic(hap.Characteristic.Manufacturer, settings.maker);
about.setCharacteristic(hap.Characteristic.Model, settings.model);
about.setCharacteristic(hap.Characteristic.SerialNumber, settings.serial);
if (settings.category === hap.Categories.IP_CAMERA || settings.category === hap.Categories.VIDEO_DOORBELL) {
  const nothing = (request, answer) => answer(new Error('not in the lab'));
  accessory.configureController(new hap.CameraController({
    cameraStreamCount: 1,
    delegate: { handleSnapshotRequest: nothing, prepareStream: nothing, handleStreamRequest: nothing },
    streamingOptions: {
      supportedCryptoSuites: [hap.SRTPCryptoSuites.AES_CM_128_HMAC_SHA1_80],
      video: {
        codec: { profiles: [hap.H264Profile.BASELINE], levels: [hap.H264Level.LEVEL3_1] },
        resolutions: [[1280, 720, 30], [320, 240, 15]],
      },
    },
  }));
} else {
  accessory.addService(hap.Service.Lightbulb, settings.name);
}
accessory.publish({
  username: settings.username,
  pincode: '031-45-154',
  port: settings.port,
  category: settings.category,
  bind: 'eth0', // ciao would leave out an interface without neighbours
});

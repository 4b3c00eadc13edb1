// Reads a JSON list of byte streams (base64) from standard input, and answers what npos makes of
// each: the commands in order, with their length in bytes, and the pictures: width, height, and
// the dots row by row (base64), eight in a byte, the first one highest, 1 for white.
'use strict';

const npos = require('npos');

const BLACK = 0; // as npos's own encoder has it: a dot is printed where getPixel is 0x00

function picture(image) {
  const { width, height } = image;
  const across = Math.ceil(width / 8);
  const dots = Buffer.alloc(across * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (image.getPixel(x, y) !== BLACK) dots[y * across + (x >> 3)] |= 0x80 >> (x & 7);
    }
  }
  return { width, height, dots: dots.toString('base64') };
}

async function read(stream) {
  const parsed = await npos.parser().parse(Buffer.from(stream, 'base64'));
  if (parsed.error) throw parsed.error;
  return {
    commands: parsed.tree.map((node) => [`${node.ascii} ${node.fn}`, node.length]),
    pictures: parsed.entries.filter((entry) => entry.type === 'raster').map((e) => picture(e.data)),
  };
}

const chunks = [];
process.stdin.on('data', (chunk) => chunks.push(chunk));
process.stdin.on('end', async () => {
  const streams = JSON.parse(Buffer.concat(chunks).toString());
  process.stdout.write(JSON.stringify(await Promise.all(streams.map(read))));
});

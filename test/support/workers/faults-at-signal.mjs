// Preloaded into the bot by test/security/running-bot.test.ts: SIGUSR2 causes what a faulty library would.
let times = 0;

process.on('SIGUSR2', () => {
  const error = Object.assign(new Error(process.env.FAULT), { command: { name: 'auth', args: ['hunter2'] } });
  times += 1;
  if (times > 1) throw error;
  void Promise.reject(error);
});

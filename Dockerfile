# The bot without a Redis in it: compose.yaml (or REDIS_URL) brings one. Without REDIS_URL the bot would look
# for a redis-server of its own, and one sentence says that there is none.
FROM node:22-alpine AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY commands ./commands
COPY config ./config
# The stand-ins of both platforms are for trying things out and need development packages.
RUN npm run build && rm -rf dist/src/sandbox && npm ci --omit=dev --ignore-scripts
# Fonts of further scripts for the pictures of results, such as "@fontsource/noto-sans-jp".
ARG CARD_FONTS=""
RUN test -z "$CARD_FONTS" || npm install --no-save --omit=dev --ignore-scripts $CARD_FONTS

FROM node:22-alpine
ENV NODE_ENV=production \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8080 \
    CLIFFHANGER_CONFIG=/app/config/cliffhanger.yaml \
    CLIFFHANGER_DATA=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY config ./config
RUN mkdir /data && chown node:node /data && chmod 700 /data
VOLUME /data
USER node
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.HTTP_PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]

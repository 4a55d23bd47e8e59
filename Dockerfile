# The image has no Redis of its own, so REDIS_URL is required (compose.yaml brings one). `npm run test:container` builds and tries it.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json bot.vite.config.ts ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# What is noted of each purchase before it is sent: mount a disk that lasts here.
RUN mkdir /data && chown node:node /data
ENV DATA_DIR=/data
# Inside a container loopback is nobody's: what is published decides who gets in.
ENV HOST=0.0.0.0 OPS_HOST=0.0.0.0
VOLUME /data
USER node
# 3000: Slack's requests when SLACK_MODE=http. 8081: probes and /metrics; keep it inside your network.
EXPOSE 3000 8081
# /livez fails when only a restart helps. A load balancer asks /readyz/traffic (docs/deploy.md).
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPS_PORT || 8081}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1, so SIGTERM reaches the bot and not a shell or npm.
CMD ["node", "dist/main.js"]

# Hub in three stages: the browser programs, the server, and what runs. Paths in RUN are relative and each step is an ordinary
# command, so that ops/docker/check can repeat them where there is no container engine.

FROM node:20-bookworm-slim AS pages
WORKDIR /src
COPY src/Hub.Desk/package.json src/Hub.Desk/package-lock.json src/Hub.Desk/
COPY widget/package.json widget/package-lock.json widget/
RUN npm ci --prefix src/Hub.Desk --no-audit --no-fund
RUN npm ci --prefix widget --no-audit --no-fund
COPY src/Hub.Desk src/Hub.Desk/
COPY widget widget/
RUN npm run build --prefix src/Hub.Desk
RUN npm run build --prefix widget

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS server
WORKDIR /src
COPY .editorconfig global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt ./
COPY src/Hub/Hub.csproj src/Hub/packages.lock.json src/Hub/
COPY src/Hub.Mail/Hub.Mail.csproj src/Hub.Mail/packages.lock.json src/Hub.Mail/
RUN dotnet restore src/Hub --locked-mode
COPY src/Hub src/Hub/
COPY src/Hub.Mail src/Hub.Mail/
COPY --from=pages /src/src/Hub/wwwroot src/Hub/wwwroot/
RUN dotnet publish src/Hub -c Release --no-restore -o published

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS hub
WORKDIR /app
COPY --from=server /src/published ./
# All that is kept is in PostgreSQL: the container may be read-only but for /tmp, where mail waits while it comes in.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_EnableDiagnostics=0
EXPOSE 8080 2424
USER $APP_UID
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "Hub.dll"]

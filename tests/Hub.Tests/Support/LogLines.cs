using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Support;

/// <summary>Everything the server logged, one line each: to look into, or to prove that a secret is not there.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<string> errors = new();

    public IReadOnlyCollection<string> All => lines;

    /// <summary>Those of level Error and worse.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, LogLines log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel} {category}: {formatter(state, exception)} {exception}";
            log.lines.Enqueue(line);
            if (logLevel >= LogLevel.Error) log.errors.Enqueue(line);
        }
    }
}

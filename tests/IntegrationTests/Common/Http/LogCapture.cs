using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Satcom.IntegrationTests.Common.Http;

/// <summary>Keeps what was logged, with its scopes.</summary>
public sealed class LogCapture : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<LogLine> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(LogCapture owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => owner._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            owner._scopes.ForEachScope(
                static (scope, into) =>
                {
                    foreach (var (key, value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                    {
                        into[key] = value;
                    }
                },
                values);
            owner.Lines.Enqueue(new LogLine(category, logLevel, formatter(state, exception), exception, values));
        }
    }
}

/// <summary>One line.</summary>
public sealed record LogLine(string Category, LogLevel Level, string Text, Exception? Exception, IReadOnlyDictionary<string, object?> Scope);

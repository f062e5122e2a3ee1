using System.Text.Json;
using Satcom.Application.Common;
using Satcom.WebApi.Common.Json;

namespace Satcom.WebApi.Common.Observability;

/// <summary>Whether the service can answer, part by part.</summary>
/// <param name="Status">live, ready or unready.</param>
/// <param name="Checks">Each part's name, and "ok" or why not.</param>
internal sealed record HealthReport(string Status, IReadOnlyDictionary<string, string> Checks)
{
    /// <summary>The process runs; it says nothing of what it needs.</summary>
    public static readonly HealthReport Live = new("live", new Dictionary<string, string>(StringComparer.Ordinal) { ["process"] = "ok" });

    public bool IsGood => !string.Equals(Status, "unready", StringComparison.Ordinal);
}

/// <summary>Asks every part at once. The answer is kept for a second, because anybody may ask.</summary>
internal sealed class Health(IEnumerable<IReadinessCheck> checks, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Health> logger) : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private const string Ok = "ok";
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly IReadinessCheck[] _checks = [.. checks.OrderBy(c => c.Name, StringComparer.Ordinal)];
    private readonly SemaphoreSlim _gate = new(1, 1);
    private HealthReport? _report;
    private long _reportedAt;

    public async Task<HealthReport> AskAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return new HealthReport("unready", new Dictionary<string, string>(StringComparer.Ordinal) { ["process"] = "stopping" });
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_report is null || time.GetElapsedTime(_reportedAt) >= KeptFor)
            {
                _report = await RunAsync(cancellationToken);
                _reportedAt = time.GetTimestamp();
            }

            return _report;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.StatusCode = report.IsGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(
            context.Response.Body, new { report.Status, report.Checks }, SatcomJson.Options, context.RequestAborted);
    }

    private async Task<HealthReport> RunAsync(CancellationToken cancellationToken)
    {
        var outcomes = await Task.WhenAll(_checks.Select(check => RunAsync(check, cancellationToken)));
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < outcomes.Length; i++)
        {
            parts[_checks[i].Name] = outcomes[i];
        }

        return new HealthReport(parts.Values.All(v => string.Equals(v, Ok, StringComparison.Ordinal)) ? "ready" : "unready", parts);
    }

    private async Task<string> RunAsync(IReadinessCheck check, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // A check that ignores its token must not hold the answer.
            var reason = await Task.Run(() => check.CheckAsync(both.Token), both.Token).WaitAsync(both.Token);
            if (reason is null)
            {
                return Ok;
            }

            Log.NotReady(logger, check.Name, reason);
            return reason;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Log.NotReady(logger, check.Name, "timeout");
            return "timeout";
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CheckFailed(logger, exception, check.Name);
            return "failed";
        }
    }
}

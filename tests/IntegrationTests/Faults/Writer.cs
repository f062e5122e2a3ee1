using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Satcom.IntegrationTests.Faults;

/// <summary>
/// A person who checks in and out without end, each tap under an Idempotency-Key that is sent again, to the next node, until
/// there is a final answer. As nobody else taps for them, every tap must be acknowledged once and be there once.
/// </summary>
internal sealed class Writer(string email, string accessToken, IReadOnlyList<Uri> nodes)
{
    private static readonly SocketsHttpHandler Connections = new() { PooledConnectionLifetime = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(2) };

    public string Email => email;

    /// <summary>Taps that were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Answers that were replays.</summary>
    public int Replays { get; private set; }

    /// <summary>What did not fit: an answer that nobody may get.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>503 answers.</summary>
    public int Unavailable { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <summary>True for one who hangs up on the first try of each tap, sooner or later.</summary>
    public bool IsImpatient { get; init; }

    public int HungUp { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        using var client = new HttpClient(Connections, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", accessToken);
        for (var tap = 0; !stop.IsCancellationRequested; tap++)
        {
            await TapAsync(client, tap, tap % 2 == 0 ? "check-in" : "check-out");
        }
    }

    private async Task TapAsync(HttpClient client, int tap, string path)
    {
        var node = Math.Abs(email.GetHashCode(StringComparison.Ordinal)) % nodes.Count;
        for (var attempt = 0; attempt < 400; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(nodes[(node + attempt) % nodes.Count], $"/api/v1/attendance/{path}"));
            request.Headers.Add("Idempotency-Key", $"{email}-{tap}");
            request.Content = JsonContent.Create<object>(path.Is("check-in") ? new { workMode = "office" } : new { });
            var watch = Stopwatch.StartNew();
            using var patience = new CancellationTokenSource(IsImpatient && attempt == 0 ? TimeSpan.FromMilliseconds(tap % 12) : TimeSpan.FromSeconds(20));
            try
            {
                using var response = await client.SendAsync(request, patience.Token);
                Slowest = watch.Elapsed > Slowest ? watch.Elapsed : Slowest;
                if (await IsFinalAsync(response, path))
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (IsImpatient && attempt == 0)
            {
                HungUp++;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // The node died under the request: whether the tap was made is asked with the next try.
            }

            await Task.Delay(25);
        }

        Faults.Enqueue($"{email} {path} {tap}: never answered");
    }

    private async Task<bool> IsFinalAsync(HttpResponseMessage response, string path)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (response.IsSuccessStatusCode)
        {
            Acknowledged++;
            Replays += response.Headers.Contains("Idempotency-Replayed") ? 1 : 0;
            return true;
        }

        var code = text.Length > 0 ? JsonElement.Parse(text).GetProperty("code").GetString() : null;
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            Unavailable++;
            if (!code.Is("service_unavailable") || response.Headers.RetryAfter is null || response.Content.Headers.ContentType?.MediaType.Is("application/problem+json") != true)
            {
                Faults.Enqueue($"503 without its problem or Retry-After: {text}");
            }
        }
        else if (!code.Is("idempotency_in_progress"))
        {
            Faults.Enqueue($"{email} {path}: {(int)response.StatusCode} {text}");
            return true;
        }

        return false;
    }
}

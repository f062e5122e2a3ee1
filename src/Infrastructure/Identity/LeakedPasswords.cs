using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Application.Identity;

namespace Satcom.Infrastructure.Identity;

/// <summary>The service that knows which passwords leaked. Off unless it is named.</summary>
public sealed class LeakedPasswordOptions
{
    public const string Section = "Satcom:LeakedPasswords";

    /// <summary>Empty: nobody is asked. Else the address before <c>/range/</c>, over which hashes are asked for by their first five digits.</summary>
    public string BaseUrl { get; set; } = string.Empty;

    /// <summary>Milliseconds that an answer may take; then the password is taken for a good one.</summary>
    public int TimeoutMilliseconds { get; set; } = 1500;

    internal string? Fault(bool isDevelopment)
    {
        if (BaseUrl.Length > 0 && (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || (!isDevelopment && !string.Equals(url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))))
        {
            return $"{Section}:BaseUrl must be an absolute https URL (http is for Development alone).";
        }

        return TimeoutMilliseconds is < 100 or > 10_000 ? $"{Section}:TimeoutMilliseconds must lie in 100..10000." : null;
    }
}

/// <summary>
/// Asks for all hashes that begin like the password's, so that the other side learns five digits of a SHA-1 and nothing else. Whatever
/// goes wrong there keeps nobody from a password.
/// </summary>
internal sealed partial class LeakedPasswords(IOptions<LeakedPasswordOptions> options, TimeProvider time, ILogger<LeakedPasswords> logger) : ILeakedPasswords, IDisposable
{
    private const int PrefixLength = 5;
    private const int MaxBytes = 1_000_000;
    private static readonly Counter<long> Unanswered = Telemetry.Meter.CreateCounter<long>("satcom.passwords.leaks.unanswered", description: "Passwords that were let pass because the service of leaked ones did not answer.");

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxBytes,
    };

    public async Task<bool> ContainsAsync(string password, CancellationToken cancellationToken)
    {
        if (options.Value.BaseUrl.Length == 0)
        {
            return false;
        }

        var hash = HashOf(password);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.Value.TimeoutMilliseconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{options.Value.BaseUrl.TrimEnd('/')}/range/{hash[..PrefixLength]}"));

            // Answers are then equally long, whatever was asked for.
            request.Headers.Add("Add-Padding", "true");
            using var answer = await _client.SendAsync(request, either.Token);
            answer.EnsureSuccessStatusCode();
            return Holds(await answer.Content.ReadAsStringAsync(either.Token), hash.AsSpan(PrefixLength));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Unanswered.Add(1);
            LogUnanswered(logger, e.GetType().Name);
            return false;
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A line for each hash: its other digits, a colon, and how often it leaked; 0 is padding.</summary>
    private static bool Holds(string lines, ReadOnlySpan<char> rest)
    {
        foreach (var line in lines.AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line[..colon].Equals(rest, StringComparison.OrdinalIgnoreCase))
            {
                return line[(colon + 1)..].Trim() is not "0";
            }
        }

        return false;
    }

#pragma warning disable CA5350 // The protocol's hash; it protects nothing here, and is never kept.
    private static string HashOf(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC))));
#pragma warning restore CA5350

    [LoggerMessage(Level = LogLevel.Warning, Message = "The service of leaked passwords did not answer ({Fault}); the password was let pass.")]
    private static partial void LogUnanswered(ILogger logger, string fault);
}

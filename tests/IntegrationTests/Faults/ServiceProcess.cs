using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Faults;

/// <summary>The service in a process of its own on a free port of the loopback, so that a test can kill it.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    // Much more than a start takes, even where every core has other tests to run.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private ServiceProcess(IEnumerable<KeyValuePair<string, string>> settings, string environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Satcom.WebApi.dll")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("Satcom", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("The service ended."));
        _process.Start();
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything that the process has written.</summary>
    public string Log => string.Join('\n', _log);

    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>What a node needs that shares its database and keys with a <see cref="SatcomHost"/>.</summary>
    public static async Task<Dictionary<string, string>> SettingsForAsync(string database) => new(SatcomHost.OpenLimits, StringComparer.Ordinal)
    {
        ["Satcom:Database:ConnectionString"] = await TestPostgres.AsRoleAsync("satcom_app", database),
        ["Satcom:Database:MaxPoolSize"] = "20",
        ["Satcom:Keys:KeyEncryptionKey"] = Convert.ToBase64String(new byte[32]),
        ["Satcom:Tokens:PasswordIterations"] = "1000",
        ["Satcom:Jobs:Enabled"] = "false",
    };

    /// <summary>Starts the service and waits until it listens.</summary>
    public static async Task<ServiceProcess> StartAsync(IEnumerable<KeyValuePair<string, string>> settings, string environment = "Development")
    {
        var service = new ServiceProcess(settings, environment);
        try
        {
            service.BaseAddress = await service._listening.Task.WaitAsync(Patience);
            return service;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            var log = service.Log;
            await service.DisposeAsync();
            throw new InvalidOperationException(log, e);
        }
    }

    /// <summary>Runs a service that is expected to refuse its settings.</summary>
    /// <returns>Its exit code and all that it said.</returns>
    public static async Task<(int ExitCode, string Log)> RunAsync(IEnumerable<KeyValuePair<string, string>> settings, string environment)
    {
        await using var service = new ServiceProcess(settings, environment);
        service._listening.Task.ContinueWith(t => t.Exception, TaskScheduler.Default).Forget();
        return (await service.ExitAsync(Patience), service.Log);
    }

    public HttpClient Client(string? accessToken = null)
    {
        // No pool: a test must see what happens to new connections.
        var client = new HttpClient { BaseAddress = BaseAddress, Timeout = Patience };
        if (accessToken is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", accessToken);
        }

        return client;
    }

    /// <summary>SIGKILL, and waits until the process is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as an orchestrator does; returns at once.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public bool HasExited => _process.HasExited;

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        await KillAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://127\.0\.0\.1:\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening { get; }

    /// <summary>A test run that is broken off leaves no service behind.</summary>
    private void KillAtExit(object? sender, EventArgs e) => _process.Kill();

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log.Enqueue(line);
        if (Listening.Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }
}

using Satcom.Bench.Load;

namespace Satcom.Bench.Setup;

/// <summary>One of the two that are compared: a process, its database, and tokens that it takes.</summary>
internal sealed class Peer(string name, ServerProcess server, BenchDatabase database, Crowd crowd, Func<IReadOnlyList<Person>, CancellationToken, Task<string[]>> issue)
{
    public string Name { get; } = name;

    public ServerProcess Server { get; } = server;

    public BenchDatabase Database { get; } = database;

    public string HrToken { get; private set; } = string.Empty;

    public IReadOnlyList<string> Tokens { get; private set; } = [];

    public IReadOnlyList<byte[]> CheckIns { get; private set; } = [];

    public IReadOnlyList<byte[]> CheckOuts { get; private set; } = [];

    /// <summary>One more token of each of them, which the peer has not seen yet.</summary>
    public Task<string[]> IssueAsync(IReadOnlyList<Person> people, CancellationToken cancellationToken) => issue(people, cancellationToken);

    /// <summary>Tokens live ten minutes, so each measure begins with new ones.</summary>
    public async Task RenewTokensAsync(CancellationToken cancellationToken)
    {
        var tokens = await issue([.. crowd.Everybody], cancellationToken);
        HrToken = tokens[0];
        Tokens = tokens[1..];
        CheckIns = [.. Tokens.Select(t => Requests.Post("/api/v1/attendance/check-in", t, """{"workMode":"office"}"""))];
        CheckOuts = [.. Tokens.Select(t => Requests.Post("/api/v1/attendance/check-out", t, "{}"))];
    }
}

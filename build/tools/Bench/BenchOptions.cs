using System.Globalization;

namespace Satcom.Bench;

/// <summary>What is measured, for how long, and with how many.</summary>
internal sealed record BenchOptions
{
    public static readonly IReadOnlyList<string> AllMeasures =
        ["engine", "start", "check-in", "check-in-out", "latency", "list", "board", "big-list", "rebuild", "no-op", "login", "hub", "provider", "timing", "timing-page", "dead-rows", "rolling", "event-path"];

    private const string Help =
        """
        Usage: build/bench [options]

        Measures the service (Release, a process of its own) beside a raw peer (Kestrel and Npgsql by hand, with the same effects
        in the database), in alternating rounds on loopback, and prints what each does and the ratio. board is everybody's and one
        team's board of a date; big-list compares pages over all days with pages over 18 thousand (no raw peer); rebuild computes a
        month of everybody's days anew, by the pure function and by the service (no raw peer); no-op is what being signed in costs, also
        with tokens never seen, and how soon two nodes refuse a session that ended; provider has aims and no raw peer.
        timing and timing-page ask in turn for who exists and who does not, and compare the answers' times by a rank test; dead-rows is the
        token endpoint with and without a million rows of the past; rolling are 500 sign-ins while nodes are replaced.
        engine is the anomaly engine on rows of its own: the rules alone in this process, the service's evaluation and night, and plain SQL,
        all of which must find what was planted; event-path is the check-in with and without the engine's part.

          --only <names>        a comma-separated choice of: engine, start, check-in, check-in-out, latency, list, board, big-list, rebuild, no-op, login, hub,
                                provider, timing, timing-page, dead-rows, rolling, event-path
          --rounds <n>          pairs of rounds, 1 to 20 (default 5)
          --seconds <n>         load time of a round and peer, 1 to 30 (default 8)
          --warm-up <n>         seconds of load before a peer's first round, 0 to 60 (default 15)
          --connections <n>     HTTP connections, 1 to 256 (default 64)
          --employees <n>       people with sessions, 64 to 20000 (default 5000)
          --dates <n>           dates up to yesterday on which everybody has worked, 30 to 400 (default 365: 1.8 million days of 5000 people)
          --engine-people <n>   people of the engine measure, 100 to 200000 and no multiple of 7919 (default 100000)
          --engine-dates <n>    dates of the engine measure, 42 to 93 (default 60)
          --pairs <n>           requests of each case in timing and timing-page, 20 to 5000 (default 300)
          --hub-connections <n> sockets of the hub measure, 1 to 2000 (default 1000)
          --deep                also: pages at row 1,000,000, against the first page (list only)
          --env NAME=VALUE      a setting for the service's process; may be given again
          --keep-log <file>     where the service's log goes (default: thrown away)
          --markdown <file>     also writes the tables there
          --help                prints this
        """;

    public IReadOnlyList<string> Measures { get; private init; } = AllMeasures;

    public int Rounds { get; private init; } = 5;

    public TimeSpan Load { get; private init; } = TimeSpan.FromSeconds(8);

    public TimeSpan WarmUp { get; private init; } = TimeSpan.FromSeconds(15);

    public int Connections { get; private init; } = 64;

    public int Employees { get; private init; } = 5000;

    public int Dates { get; private init; } = 365;

    public int EnginePeople { get; private init; } = 100_000;

    public int EngineDates { get; private init; } = 60;

    public int Pairs { get; private init; } = 300;

    public int HubConnections { get; private init; } = 1000;

    public bool Deep { get; private init; }

    public IReadOnlyDictionary<string, string> ServiceSettings { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string? LogFile { get; private init; }

    public string? MarkdownFile { get; private init; }

    /// <summary>The options, or null when the help was printed or something is wrong with them.</summary>
    public static BenchOptions? Parse(IReadOnlyList<string> args, TextWriter output)
    {
        var options = new BenchOptions();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            if (name is "--deep")
            {
                options = options with { Deep = true };
                continue;
            }

            if (name is "--help" || i + 1 == args.Count)
            {
                output.WriteLine(Help);
                return null;
            }

            var value = args[++i];
            var next = options.With(name, value, settings);
            if (next is null)
            {
                output.WriteLine($"{name} {value} is not understood; --help tells what is.");
                return null;
            }

            options = next;
        }

        return options with { ServiceSettings = settings };
    }

    /// <summary>Whether anything is measured that the raw peer does too.</summary>
    public bool HasRaw => Measures.Any(m => m is "check-in" or "check-in-out" or "latency" or "list" or "board" or "login" or "hub");

    public bool Has(string measure) => Measures.Contains(measure, StringComparer.Ordinal);

    private BenchOptions? With(string name, string value, Dictionary<string, string> settings)
    {
        switch (name)
        {
            case "--only":
                var names = value.Split(',');
                return names.All(AllMeasures.Contains) ? this with { Measures = names } : null;
            case "--env" when value.IndexOf('=', StringComparison.Ordinal) is > 0 and var at:
                settings[value[..at]] = value[(at + 1)..];
                return this;
            case "--keep-log":
                return this with { LogFile = value };
            case "--markdown":
                return this with { MarkdownFile = value };
        }

        return !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? null : (name, number) switch
        {
            ("--rounds", >= 1 and <= 20) => this with { Rounds = number },
            ("--seconds", >= 1 and <= 30) => this with { Load = TimeSpan.FromSeconds(number) },
            ("--warm-up", <= 60) => this with { WarmUp = TimeSpan.FromSeconds(number) },
            ("--connections", >= 1 and <= 256) => this with { Connections = number },
            ("--employees", >= 64 and <= 20_000) => this with { Employees = number },
            ("--dates", >= 30 and <= 400) => this with { Dates = number },
            ("--engine-people", >= 100 and <= 200_000) when number % 7919 != 0 => this with { EnginePeople = number },
            ("--engine-dates", >= 42 and <= 93) => this with { EngineDates = number },
            ("--pairs", >= 20 and <= 5000) => this with { Pairs = number },
            ("--hub-connections", >= 1 and <= 2000) => this with { HubConnections = number },
            _ => null,
        };
    }
}

using Satcom.Bench;
using Satcom.Bench.Raw;

// Called by build/bench, which builds Release, starts PostgreSQL and migrates it. "raw" is this program as its own peer.
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancellation.Cancel();
};
#pragma warning disable RS0030 // The composition root chooses the clock that everybody else is handed.
var time = TimeProvider.System;
#pragma warning restore RS0030

if (args is ["raw", var port, var connectionString])
{
    await RawPeer.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), connectionString, time, cancellation.Token);
    return 0;
}

try
{
    return BenchOptions.Parse(args, Console.Error) is { } options ? await new BenchRun(options, time).RunAsync(cancellation.Token) : 2;
}
catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
{
    return 130;
}
catch (BenchException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

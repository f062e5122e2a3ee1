using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>Sign-ins at the password hash's real cost, which is nearly all of them.</summary>
internal sealed class LoginMeasure(Stage stage) : Measure(stage)
{
    private const int Connections = 4;

    public override string Title => "login";

    public override async Task<Sample> RunAsync(Peer peer, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var generator = await LoadGenerator.OpenAsync(peer.Server.Port, Connections, Stage.Time, cancellationToken);
        var cpu = Stage.Meter(peer);
        byte[][] requests =
        [
            .. Stage.Crowd.Employees.Take(Crowd.LoginPeople).Select(p => Requests.Post(
                "/api/v1/auth/login", token: null,
                $$$"""{"email":"{{{p.Email}}}","password":"{{{Crowd.Password}}}","tenant":"{{{Crowd.Slug}}}","device":{"fingerprint":"bench","name":"bench","platform":"web"}}""")),
        ];
        cpu.Start();
        var load = await generator.FloodAsync(n => requests[n % requests.Length], 200, duration, cancellationToken);
        cpu.Stop();
        Judge(load, Title);
        return Sample.Of(load, cpu, peer.Server.Pid);
    }
}

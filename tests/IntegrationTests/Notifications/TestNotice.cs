using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Notifications;
using Satcom.Infrastructure.Notifications;
using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Notifications;

/// <summary>A content of the tests' own, with its templates beside it.</summary>
internal sealed record TestNotice(string Code, string Device, DateTimeOffset At) : MessageContent
{
    public static readonly TemplateSource Source = new(typeof(TestNotice).Assembly, typeof(TestNotice).Assembly);

    /// <summary>Lets a service that is not started yet send it.</summary>
    public static void AddTo(SatcomHost host) => host.ConfigureServices += services => services.AddSingleton(Source);
}

/// <summary>What no template shows.</summary>
internal sealed record BrokenNotice(string Code) : MessageContent;

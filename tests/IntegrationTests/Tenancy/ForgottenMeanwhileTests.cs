using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Satcom.Application.Common;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Identity.Provider;
using Satcom.Infrastructure.Messaging;
using Satcom.Infrastructure.People;
using Satcom.Infrastructure.Persistence;
using Satcom.Infrastructure.Tenancy;
using Satcom.IntegrationTests.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Tenancy;

/// <summary>A company that is suspended while a node reads it: what the read brings may be older, so it answers whoever asked and is not kept.</summary>
public sealed class ForgottenMeanwhileTests : IClassFixture<SatcomHost>
{
    private readonly SatcomHost _host;
    private readonly Standing _time = new();
    private readonly CountedContexts _contexts;
    private readonly TenantDirectory _directory;

    public ForgottenMeanwhileTests(SatcomHost host)
    {
        _host = host;
        _contexts = new CountedContexts(host.Services.GetRequiredService<IDbContextFactory<SatcomDbContext>>());
        _directory = new TenantDirectory(_contexts, _time);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A5_A27_Find_WhenTheCompanyIsForgottenMeanwhile_ReadsItAgain(bool everything)
    {
        var id = await GlobexAsync();
        _contexts.Meanwhile = () => Forget(id, everything);
        var before = (await _directory.FindNamedAsync("globex", CancellationToken.None))!.Name;
        var name = await RenameAsync(id);
        string.Equals(name, before, StringComparison.Ordinal).ShouldBeFalse();

        (await _directory.FindAsync(id, CancellationToken.None))!.Name.ShouldBe(name);
        (await _directory.RecallAsync("globex", CancellationToken.None))!.Name.ShouldBe(name);
        var made = _contexts.Made;
        await _directory.FindAsync(id, CancellationToken.None);
        _contexts.Made.ShouldBe(made, "What nobody forgot is kept.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Find_OfACompanyThatWasKept_WhenItIsForgotten_ReadsItAgain(bool everything)
    {
        var id = await GlobexAsync();
        await _directory.RecallAsync("globex", CancellationToken.None);
        var name = await RenameAsync(id);
        Forget(id, everything);

        (await _directory.RecallAsync("globex", CancellationToken.None))!.Name.ShouldBe(name);
        (await _directory.FindAsync("globex", CancellationToken.None))!.Name.ShouldBe(name);
    }

    [Fact]
    public async Task FindNamed_WhenTheCompanyIsFoundedMeanwhile_FindsItNextTime()
    {
        var id = await GlobexAsync();
        _contexts.Meanwhile = () => _directory.Forget(id);
        (await _directory.FindNamedAsync("founded", CancellationToken.None)).ShouldBeNull();
        await _host.SqlAsync("UPDATE tenants SET slug = 'founded' WHERE id = $1", id);
        try
        {
            (await _directory.FindNamedAsync("founded", CancellationToken.None)).ShouldNotBeNull().Id.ShouldBe(id);
        }
        finally
        {
            await _host.SqlAsync("UPDATE tenants SET slug = 'globex' WHERE id = $1", id);
        }
    }

    [Theory]
    [InlineData(CacheForget.Tenant)]
    [InlineData(CacheForget.Client)]
    [InlineData(CacheForget.Line)]
    [InlineData(CacheForget.User)]
    [InlineData("everything")]
    public async Task A5_A27_Caller_WhenWhatItStandsOnIsForgottenMeanwhile_IsLookedAtAnew(string of)
    {
        var callers = new Callers(
            _contexts, _host.Services.GetRequiredService<ProviderTokenReader>(), _directory, _host.Services.GetRequiredService<ManagerChainCache>(), _host.Services.GetRequiredService<IHearing>(),
            _host.Services.GetRequiredService<IOptions<TokenOptions>>(), _time);
        var globex = await GlobexAsync();
        var token = (await _host.LoginAsync("staff@globex.test")).Text("accessToken");
        await _directory.FindAsync(globex, CancellationToken.None);
        _contexts.Meanwhile = () =>
        {
            if (of.Is("everything"))
            {
                callers.ForgetAll();
            }
            else
            {
                // From a node that does not say whose it is.
                callers.Forget(new CacheForget(of, globex));
            }
        };

        (await callers.FindAsync(token, CancellationToken.None)).ShouldNotBeNull();
        var made = _contexts.Made;
        (await callers.FindAsync(token, CancellationToken.None)).ShouldNotBeNull();
        _contexts.Made.ShouldBe(made + 1, "They are looked at anew.");
        (await callers.FindAsync(token, CancellationToken.None)).ShouldNotBeNull();
        _contexts.Made.ShouldBe(made + 1, "What nobody forgot is kept.");
    }

    private void Forget(Guid id, bool everything)
    {
        if (everything)
        {
            _directory.ForgetAll();
        }
        else
        {
            _directory.Forget(id);
        }
    }

    private async Task<Guid> GlobexAsync() => (Guid)(await _host.SqlAsync("SELECT id FROM tenants WHERE slug = 'globex'"))!;

    private async Task<string> RenameAsync(Guid id) => (string)(await _host.SqlAsync("UPDATE tenants SET name = name || '+' WHERE id = $1 RETURNING name", id))!;

    /// <summary>For whom nothing ever runs out.</summary>
    private sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => RealTime.Clock.GetUtcNow();

        public override long GetTimestamp() => 0;
    }
}

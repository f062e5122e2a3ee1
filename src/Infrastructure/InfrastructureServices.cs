using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Identity.Provider;
using Satcom.Application.Tenancy;
using Satcom.Infrastructure.Anomalies;
using Satcom.Infrastructure.Attendance;
using Satcom.Infrastructure.Auditing;
using Satcom.Infrastructure.Demo;
using Satcom.Infrastructure.Idempotency;
using Satcom.Infrastructure.Identity;
using Satcom.Infrastructure.Identity.Limits;
using Satcom.Infrastructure.Identity.Provider;
using Satcom.Infrastructure.Identity.Tokens;
using Satcom.Infrastructure.Jobs;
using Satcom.Infrastructure.Leaves;
using Satcom.Infrastructure.Messaging;
using Satcom.Infrastructure.Notifications;
using Satcom.Infrastructure.Outbox;
using Satcom.Infrastructure.People;
using Satcom.Infrastructure.Persistence;
using Satcom.Infrastructure.Presence;
using Satcom.Infrastructure.Shifts;
using Satcom.Infrastructure.Tenancy;

namespace Satcom.Infrastructure;

/// <summary>Registers the adapters behind the application's ports.</summary>
public static class InfrastructureServices
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment) => services
        .AddAnomalies()
        .AddAttendance()
        .AddIdempotency()
        .AddIdentityAdapters(configuration, environment)
        .AddJobs(configuration)
        .AddLeaves()
        .AddNodeBus()
        .AddNotifications(configuration, environment)
        .AddOutbox(configuration)
        .AddPeople()
        .AddPersistence(configuration)
        .AddPresence()
        .AddShifts()
        .AddTenancy(configuration);

    private static IServiceCollection AddIdempotency(this IServiceCollection services) => services
        .AddScoped<IIdempotencyStore, IdempotencyStore>()
        .AddSingleton<IdempotencyClaims>();

    private static IServiceCollection AddIdentityAdapters(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddValidated<KeyOptions>(configuration, KeyOptions.Section, o => o.Fault());
        services.AddValidated<TokenOptions>(configuration, TokenOptions.Section, o => o.Fault(environment.IsDevelopment()));
        services.AddSingleton(provider => new Callers(
            provider.GetRequiredService<IDbContextFactory<SatcomDbContext>>(), provider.GetRequiredService<ProviderTokenReader>(), provider.GetRequiredService<ITenantDirectory>(),
            provider.GetRequiredService<ManagerChainCache>(), provider.GetRequiredService<IHearing>(), provider.GetRequiredService<IOptions<TokenOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddMemory<CallerForgetting>();
        services.AddValidated<LimitOptions>(configuration, LimitOptions.Section, o => o.Fault());
        services.AddSingleton<CounterKeys>();
        services.AddValidated<RequestLimitOptions>(configuration, RequestLimitOptions.Section, o => o.Fault());
        services.AddSingleton<RequestLedger>();
        services.AddHostedService(provider => provider.GetRequiredService<RequestLedger>());
        services.AddSingleton(provider => new RequestLimits(
            provider.GetRequiredService<IOptions<RequestLimitOptions>>(), provider.GetRequiredService<RequestLedger>(), provider.GetRequiredService<CounterKeys>()));
        services.AddScoped<IAttemptLimits, AttemptLimits>();
        services.AddScoped<ITextBudget, TextBudget>();
        services.AddSingleton<PasswordVerifier>();
        services.AddSingleton<IPasswordVerifier>(provider => provider.GetRequiredService<PasswordVerifier>());
        services.AddSingleton<TenantUsersWalk>();
        services.AddSingleton<PasswordHashRenewal>();
        services.AddSingleton<ICommonPasswords, CommonPasswords>();
        services.AddValidated<LeakedPasswordOptions>(configuration, LeakedPasswordOptions.Section, o => o.Fault(environment.IsDevelopment()));
        services.AddSingleton<ILeakedPasswords, LeakedPasswords>();
        services.AddValidated<PublicUrlOptions>(configuration, PublicUrlOptions.Section, o => o.Fault(environment.IsDevelopment()));
        services.AddSingleton<IPublicPages, PublicPages>();
        services.AddSingleton<ISignInSecrets, SignInSecrets>();
        services.AddSingleton(provider => new Sealer(provider.GetRequiredService<IOptions<KeyOptions>>().Value.Keys));
        services.AddSingleton<SigningKeyRing>();
        services.AddSingleton<SigningKeyRotation>();
        services.AddSingleton<SignInDirectoryKeys>();
        services.AddSingleton<SignInDirectoryRenewal>();
        services.AddSingleton(provider => new PublishedKeys(provider.GetRequiredService<SigningKeyRing>()));
        services.AddScoped<ISignInTenants, SignInTenants>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ITokenIssuer>(provider => provider.GetRequiredService<TokenIssuer>());
        services.AddSingleton<IPlatformScopeTokens>(provider => provider.GetRequiredService<TokenIssuer>());
        services.AddSingleton<IProviderTokens>(provider => provider.GetRequiredService<TokenIssuer>());
        services.AddSingleton<ProviderTokenReader>();
        services.AddSingleton<IProviderTokenReader>(provider => provider.GetRequiredService<ProviderTokenReader>());
        services.AddSingleton<TenantIssuers>();
        services.AddScoped<IClientAssertions, ClientAssertions>();
        services.AddSingleton<IConsoleAddresses, ConsoleAddresses>();
        return services;
    }

    private static IServiceCollection AddOutbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<OutboxOptions>(configuration, OutboxOptions.Section, o => o.Fault());
        foreach (var lane in OutboxLane.All)
        {
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<OutboxDispatcher>(provider, lane));
        }

        return services
            .AddSingleton<EventDelivery>()
            .AddSingleton<OutboxSignal>();
    }

    private static IServiceCollection AddAnomalies(this IServiceCollection services) => services
        .AddMemory<AnomalyPolicyCache>()
        .AddScoped<IAnomalyPolicies, AnomalyPolicies>()
        .AddScoped<ITimelineRows, TimelineRows>();

    private static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddScoped<IManagerChains, ManagerChains>()
        .AddMemory<ManagerChainCache>();

    /// <summary>A scope's context, under both of its names.</summary>
    internal static IServiceCollection AddScopedContext(this IServiceCollection services) => services
        .AddScoped(provider => provider.GetRequiredService<IDbContextFactory<SatcomDbContext>>().CreateDbContext().Bind(provider.GetRequiredService<RequestScope>()))
        .AddScoped<ISatcomDb>(provider => provider.GetRequiredService<SatcomDbContext>().Hold());

    private static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<DatabaseOptions>(configuration, DatabaseOptions.Section, o => o.Fault());
        services.AddSingleton(provider => SatcomDataSource.Create(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddSingleton<SaveInterceptor>();
        services.AddPooledDbContextFactory<SatcomDbContext>((provider, options) => ContextOptions.Apply(options)
            .AddInterceptors(provider.GetRequiredService<SaveInterceptor>(), new TenantSettingInterceptor(), new PatientOpening()));
        services.AddScopedContext();
        services.AddScoped<SessionWrites>();
        services.AddScoped<ISessionWrites>(provider => provider.GetRequiredService<SessionWrites>());
        services.AddScoped<IUnitOfWork, UnitOfWork>();
        services.AddScoped<IRehearsal, Rehearsal>();
        services.AddScoped<IAuditTrail, AuditTrail>();
        services.AddSingleton<AuditChainKeys>();
        services.AddSingleton<AuditChain>();
        services.AddSingleton<WarmUp>();
        services.AddSingleton(provider => new DatabaseGuard(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DatabaseGuard>>()));
        services.AddSingleton<IReadinessCheck, DatabaseCheck>();
        services.AddSingleton<IReadinessCheck, MigrationsCheck>();
        return services;
    }

    private static IServiceCollection AddTenancy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<PlatformOptions>(configuration, PlatformOptions.Section, o => o.Fault());
        return services
            .AddSingleton<DemoTenants>()
            .AddSingleton<PlatformFounding>()
            .AddSingleton<ITenantDirectory, TenantDirectory>()
            .AddSingleton<ITenantRunner, TenantRunner>();
    }

    /// <summary>Binds options that are judged at start; a fault stops the service with a text that says what to set.</summary>
    internal static void AddValidated<TOptions>(this IServiceCollection services, IConfiguration configuration, string section, Func<TOptions, string?> fault)
        where TOptions : class
    {
        services.AddSingleton<IValidateOptions<TOptions>>(new FaultValidation<TOptions>(fault));
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateOnStart();
    }

    private sealed class FaultValidation<TOptions>(Func<TOptions, string?> fault) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            fault(options) is { } text ? ValidateOptionsResult.Fail(text) : ValidateOptionsResult.Success;
    }
}

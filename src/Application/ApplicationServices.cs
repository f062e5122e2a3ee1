using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Anomalies;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Application.Identity.Provider;
using Satcom.Application.Imports;
using Satcom.Application.Jobs;
using Satcom.Application.Leaves;
using Satcom.Application.People;
using Satcom.Application.Shifts;
using Satcom.Application.Tenancy;
using Satcom.Application.Timesheets;
using Satcom.Domain.Common;

namespace Satcom.Application;

/// <summary>Registers the use cases: every handler, validator and event handler of this assembly, behind one pipeline.</summary>
public static class ApplicationServices
{
    private static readonly Type[] ScannedInterfaces =
        [typeof(IRequestHandler<,>), typeof(IValidator<>), typeof(IDomainEventHandler<>), typeof(IDomainEventsHandler<>)];

    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddScoped<RequestScope>();
        services.AddScoped<IMediator>(provider => new Mediator(provider.GetService!));

        // The order is the pipeline's: outermost first.
        services.AddScoped<IPipelineBehavior<RefreshCommand, Result<TokenAnswer>>, RefreshBurstBehaviour<RefreshCommand, Result<TokenAnswer>>>();
        services.AddScoped<IPipelineBehavior<RefreshGrantCommand, Result<TokenReply>>, RefreshBurstBehaviour<RefreshGrantCommand, Result<TokenReply>>>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TelemetryBehaviour<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuthorizationBehaviour<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehaviour<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(IdempotencyBehaviour<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(UnitOfWorkBehaviour<,>));

        services.AddSingleton<ConstraintErrors>();
        services.AddScoped<Accesses>();
        services.AddSingleton<AccountTurns>();
        services.AddScoped<Allowances>();
        services.AddScoped<DeviceChallenges>();
        services.AddScoped<DeviceTrust>();
        services.AddScoped<SignInDirectory>();
        services.AddScoped<FreshProof>();
        services.AddScoped<IPasswordLinks, PasswordLinks>();
        services.AddScoped<AmendDays>();
        services.AddScoped<AnomalyJudge>();
        services.AddScoped<IJudgementCalls, JudgementCalls>();
        services.AddScoped<CorrectionDecision>();
        services.AddScoped<DayJudge>();
        services.AddScoped<DayRebuilding>();
        services.AddScoped<PlanUsers>();
        services.AddScoped<RebuildQueue>();
        services.AddScoped<FenceGate>();
        services.AddScoped<LateTaps>();
        services.AddScoped<JobDtos>();
        services.AddScoped<JobPauses>();
        services.AddScoped<LeaveAccounts>();
        services.AddScoped<LeaveAuthority>();
        services.AddScoped<LeaveCharges>();
        services.AddScoped<LeaveFeeds>();
        services.AddScoped<LeaveMoves>();
        services.AddScoped<LeaveNotices>();
        services.AddScoped<LeaveRecharging>();
        services.AddScoped<Leavers>();
        services.AddScoped<LockPending>();
        services.AddScoped<OpenSessionTap>();
        services.AddScoped<OwnPlans>();
        services.AddScoped<PasswordGate>();
        services.AddScoped<PasswordRules>();
        services.AddScoped<PresentPassword>();
        services.AddScoped<PeopleGuard>();
        services.AddScoped<PlatformChanges>();
        services.AddScoped<IRefusalTrail, RefusalTrail>();
        services.AddScoped<RefreshArrival>();
        services.AddSingleton<RefreshBursts>();
        services.AddScoped<RefreshRotation>();
        services.AddScoped<SessionTokens>();
        services.AddScoped<AuthorizationFlow>();
        services.AddScoped<BrowserSessions>();
        services.AddScoped<ClientGate>();
        services.AddScoped<Consents>();
        services.AddScoped<ConsoleClient>();
        services.AddScoped<GrantTokens>();
        services.AddScoped<PendingAuthorizations>();
        services.AddScoped<SignIn>();
        services.AddScoped<Administrators>();
        services.AddScoped<TextMessages>();
        services.AddScoped<UserCodeGuesses>();
        services.AddScoped<ConsentWithdrawal>();
        services.AddScoped<MadeIds>();
        services.AddScoped<NewAccounts>();
        services.AddScoped<UserRecords>();
        services.AddScoped<WorkedEmployments>();
        services.AddScoped<Locks>();
        services.AddScoped<IImportRows, EmployeeRows>();
        services.AddScoped<IImportRows, HolidayRows>();
        services.AddScoped<IImportRows, LeaveRows>();
        services.AddScoped<IImportRows, ProjectRows>();
        services.AddScoped<TimesheetWeeks>();
        services.AddScoped<PeriodMoves>();
        services.AddScoped<TimesheetNotices>();
        services.AddHandlersOf(typeof(ApplicationServices).Assembly);
        return services;
    }

    private static void AddHandlersOf(this IServiceCollection services, System.Reflection.Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }))
        {
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && ScannedInterfaces.Contains(i.GetGenericTypeDefinition())))
            {
                // A validator compiles its rules when it is made, which costs more than the whole rest of a request; it keeps nothing.
                services.Add(new ServiceDescriptor(contract, type, contract.GetGenericTypeDefinition() == typeof(IValidator<>) ? ServiceLifetime.Singleton : ServiceLifetime.Scoped));
            }

            if (typeof(IConstraintErrorSource).IsAssignableFrom(type))
            {
                foreach (var error in ((IConstraintErrorSource)Activator.CreateInstance(type, nonPublic: true)!).Errors)
                {
                    services.AddSingleton(error);
                }
            }
        }
    }
}

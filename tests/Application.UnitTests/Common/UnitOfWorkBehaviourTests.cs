using NSubstitute;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.UnitTests.Common;

public sealed class UnitOfWorkBehaviourTests
{
    private readonly RequestScope _scope = new();
    private readonly IUnitOfWork _unitOfWork = Substitute.For<IUnitOfWork>();
    private readonly IIdempotencyStore _idempotency = Substitute.For<IIdempotencyStore>();
    private readonly IStaleKnowledge _remembered = Substitute.For<IStaleKnowledge>();

    public UnitOfWorkBehaviourTests() => _remembered.Constraint.Returns("ck_remembered");

    [Fact]
    public async Task Handle_WhenAnotherChangeWins_RunsTheHandlerAgain()
    {
        _unitOfWork.CommitAsync(default).ReturnsForAnyArgs(Conflict(null), new CommitOutcome(7, null));
        var attempts = new List<int>();

        var result = await HandleAsync(() =>
        {
            attempts.Add(_scope.Attempt);
            return new Answer();
        });

        attempts.ShouldBe([0, 1]);
        result.Value.Version.ShouldBe(7u);
        _unitOfWork.Received(1).Reset();
    }

    [Theory]
    [InlineData("ux_things", "id_conflict")]
    [InlineData("ux_others", "service_unavailable")]
    [InlineData(null, "service_unavailable")]
    public async Task Handle_WhenTheConflictStays_GivesUpWithItsError(string? constraint, string code)
    {
        _unitOfWork.CommitAsync(default).ReturnsForAnyArgs(Conflict(constraint));
        var runs = 0;

        var result = await HandleAsync(() =>
        {
            runs++;
            return new Answer();
        });

        result.Error!.Code.ShouldBe(code);
        runs.ShouldBe(5);
    }

    [Fact]
    public async Task Handle_WhenTheDataItselfIsRefused_DoesNotTryAgain()
    {
        _unitOfWork.CommitAsync(default).ReturnsForAnyArgs(Conflict("ux_things", mayPass: false));
        (await HandleAsync(() => new Answer())).Error.ShouldBeOfType<IdConflict>();
        await _unitOfWork.ReceivedWithAnyArgs(1).CommitAsync(default);

        _unitOfWork.CommitAsync(default).ReturnsForAnyArgs(Conflict("ck_ours", mayPass: false));
        (await Should.ThrowAsync<InvalidOperationException>(() => HandleAsync(() => new Answer()))).Message.ShouldContain("ck_ours");
    }

    [Fact]
    public async Task Handle_WhenWhatItRemembersIsOutdated_ForgetsItAndRunsAgain()
    {
        var tenant = new TenantInfo(new Guid(1, 0, 0, new byte[8]), "t", "T", "en", "UTC", TenantStatus.Active, new TenantSettings());
        _scope.Enter(tenant);
        _unitOfWork.CommitAsync(default).ReturnsForAnyArgs(Conflict("ck_remembered", mayPass: false), new CommitOutcome(7, null));

        (await HandleAsync(() => new Answer())).Value.Version.ShouldBe(7u);

        _remembered.Received(1).Forget(tenant.Id);
    }

    [Fact]
    public async Task Handle_WhenTheHandlerRefuses_ForgetsItsChanges()
    {
        await HandleAsync(() => new NotFound());

        _unitOfWork.Received(1).Reset();
    }

    [Fact]
    public async Task Handle_WhenTheRefusalKeepsItsChanges_CommitsThem()
    {
        (await HandleAsync(() => new Kept())).Error.ShouldBeOfType<Kept>();

        _unitOfWork.DidNotReceive().Reset();
        await _unitOfWork.ReceivedWithAnyArgs(1).CommitAsync(default);
    }

    [Fact]
    public async Task Handle_WhenAnotherRunOfTheKeyWasFirst_LeavesItToTheStore()
    {
        _unitOfWork.CommitAsync(default).ReturnsForAnyArgs(Conflict("ux_keys"));
        _idempotency.Beaten("ux_keys").Returns(true);
        var runs = 0;

        await HandleAsync(() =>
        {
            runs++;
            return new Answer();
        });

        runs.ShouldBe(1);
    }

    [Fact]
    public async Task Handle_OfAQuery_CommitsNothing()
    {
        var behaviour = new UnitOfWorkBehaviour<Ask, Result<Answer>>(_scope, _unitOfWork, _idempotency, new ConstraintErrors([], []));

        await behaviour.Handle(new Ask(), CancellationToken.None, () => Task.FromResult<Result<Answer>>(new Answer()));

        await _unitOfWork.DidNotReceiveWithAnyArgs().CommitAsync(default);
    }

    private static CommitOutcome Conflict(string? constraint, bool mayPass = true) => new(0, new CommitConflict(constraint, mayPass));

    private Task<Result<Answer>> HandleAsync(Func<Result<Answer>> handler) =>
        new UnitOfWorkBehaviour<Do, Result<Answer>>(_scope, _unitOfWork, _idempotency, new ConstraintErrors([new ConstraintError("ux_things", new IdConflict())], [_remembered]))
            .Handle(new Do(), CancellationToken.None, () => Task.FromResult(handler()));

    internal sealed record Do : ICommand<Answer>;

    internal sealed record Ask : IQuery<Answer>;

    internal sealed record Kept() : Error("kept", ErrorKind.Conflict), IKeepsChanges;

    internal sealed record Answer : IVersioned
    {
        public uint Version { get; set; }
    }
}

using System.Linq.Expressions;
using FluentValidation;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>How leave of a type is earned and kept. Amounts are in the type's unit.</summary>
public sealed record LeavePolicyDto : IVersioned
{
    internal static readonly Expression<Func<LeavePolicy, LeavePolicyDto>> Projection = p => new LeavePolicyDto
    {
        Id = p.Id,
        LeaveTypeId = p.LeaveTypeId,
        Name = p.Name,
        Terms = p.Terms,
        Blackouts = p.Blackouts,
        Version = p.Version,
    };

    internal static readonly Func<LeavePolicy, LeavePolicyDto> Of = Projection.Compile();

    /// <summary>The policy's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The type of leave that it is about.</summary>
    public required Guid LeaveTypeId { get; init; }

    /// <summary>Unique in the company.</summary>
    public required string Name { get; init; }

    /// <summary>Its numbers.</summary>
    public required LeaveTerms Terms { get; init; }

    /// <summary>Dates on which nobody takes leave by it.</summary>
    public required IReadOnlyList<BlackoutDates> Blackouts { get; init; }

    /// <summary>Changes with every change of the policy; as ETag too.</summary>
    public uint Version { get; set; }

    internal bool IsSame(LeavePolicy policy, bool isNameLeftOut = false) =>
        LeaveTypeId == policy.LeaveTypeId && (isNameLeftOut || string.Equals(Name, policy.Name, StringComparison.Ordinal)) && Terms == policy.Terms && Blackouts.SequenceEqual(policy.Blackouts);
}

/// <summary>What creating and changing a policy of leave say of it.</summary>
public interface ILeavePolicyFields
{
    string Name { get; }

    LeaveTerms Terms { get; }

    IReadOnlyList<BlackoutDates>? Blackouts { get; }
}

/// <summary>The rules of shape that creating and changing a policy of leave share.</summary>
internal static class LeavePolicyFieldRules
{
    private const decimal AmountMax = 10_000;
    private const int MonthsMax = 12;
    private const int BlackoutsMax = 100;

    public static void AddPolicyRules<T>(this AbstractValidator<T> validator)
        where T : ILeavePolicyFields
    {
        validator.RuleFor(c => c.Name).NotEmpty().IsLine(LeavePolicy.NameMaxLength);
        validator.RuleFor(c => c.Terms).NotNull();
        validator.RuleFor(c => c.Terms.Accrual).IsInEnum().When(c => c.Terms is not null);
        validator.RuleFor(c => c.Terms.Amount).InclusiveBetween(0, AmountMax).When(c => c.Terms is not null);
        validator.RuleFor(c => c.Terms.YearStartMonth).InclusiveBetween(1, 12).When(c => c.Terms is not null);
        validator.RuleFor(c => c.Terms.RoundTo).InclusiveBetween(0.01m, 1).When(c => c.Terms is not null);
        validator.RuleFor(c => c.Terms.BalanceCap).InclusiveBetween(0, AmountMax).When(c => c.Terms is not null);
        validator.RuleFor(c => c.Terms.CarryOverMax).InclusiveBetween(0, AmountMax).When(c => c.Terms is not null);
        validator.RuleFor(c => c.Terms.CarryOverMonths).InclusiveBetween(1, MonthsMax).When(c => c.Terms is not null);
        validator.RuleFor(c => c.Terms.NegativeLimit).InclusiveBetween(0, AmountMax).When(c => c.Terms is not null);
        validator.RuleFor(c => c.Terms)
            .Must(t => IsHundredths(t.Amount) && IsHundredths(t.RoundTo) && IsHundredths(t.BalanceCap ?? 0) && IsHundredths(t.CarryOverMax ?? 0) && IsHundredths(t.NegativeLimit)).WithErrorCode("invalid_format").WithDetail("hundredths")
            .When(c => c.Terms is not null);
        validator.RuleFor(c => c.Blackouts)
            .Must(dates => dates is null || (dates.Count <= BlackoutsMax && dates.All(d => d is not null && d.From <= d.To))).WithErrorCode("invalid_format").WithDetail("date-ranges");
    }

    /// <summary>Balances are kept in hundredths.</summary>
    internal static bool IsHundredths(decimal amount) => decimal.Round(amount, 2) == amount;
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Shifts;

namespace Satcom.Application.Shifts;

/// <summary>What one person or many are to work, as clients ask for it.</summary>
internal interface IAssignmentInput
{
    Guid? ShiftId { get; }

    Guid? PatternId { get; }

    DateOnly? Anchor { get; }

    DateOnly From { get; }

    DateOnly? To { get; }
}

/// <summary>What making one assignment and making many have in common.</summary>
internal static class AssignableShifts
{
    public static void AddAssignmentRules<T>(this AbstractValidator<T> validator)
        where T : IAssignmentInput
    {
        validator.RuleFor(c => c.ShiftId).Must((c, shift) => (shift is null) != (c.PatternId is null)).WithErrorCode("invalid_format").WithDetail("shift-or-pattern");
        validator.RuleFor(c => c.Anchor).IsPlannable();
        validator.RuleFor(c => c.From).IsPlannable();
        validator.RuleFor(c => c.To).IsPlannable();
    }

    /// <summary>Whether the shift or pattern is there and in use.</summary>
    /// <returns>Null when it is.</returns>
    public static async Task<Error?> JudgeAsync(ISatcomDb db, IAssignmentInput input, CancellationToken cancellationToken) => input switch
    {
        { ShiftId: { } shift } => await db.Shifts.AnyAsync(s => s.Id == shift && !s.IsArchived, cancellationToken) ? null : new ShiftUnknown(),
        _ => await db.ShiftPatterns.AnyAsync(p => p.Id == input.PatternId && !p.IsArchived, cancellationToken) ? null : new ShiftPatternUnknown(),
    };

    /// <summary>Makes one person's assignment.</summary>
    public static Result<ShiftAssignment> Make(IAssignmentInput input, Guid tenantId, Guid id, Guid employeeId) =>
        input.ShiftId is { } shift
            ? ShiftAssignment.OfShift(tenantId, id, employeeId, shift, input.From, input.To)
            : ShiftAssignment.OfPattern(tenantId, id, employeeId, input.PatternId!.Value, input.Anchor ?? input.From, input.From, input.To);

    /// <summary>The people's assignments that share a date with these.</summary>
    public static IQueryable<ShiftAssignment> Beside(this IQueryable<ShiftAssignment> assignments, List<Guid> employeeIds, DateOnly from, DateOnly? to) =>
        assignments.Where(a => employeeIds.Contains(a.EmployeeId) && (to == null || a.From <= to) && (a.To == null || a.To >= from));
}

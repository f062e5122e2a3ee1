using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.People;
using Satcom.WebApi.Common.Http;

namespace Satcom.WebApi.People;

/// <summary>Employees as the organisation sees them, with what holds for them by date.</summary>
[Route("api/v1/employees")]
public sealed class EmployeesController : ApiController
{
    /// <summary>The employees whom the caller sees, longest with the company first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<EmployeeDto>>> ListEmployees([FromQuery] ListEmployeesQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>Makes an employee with their account, and mails the person a link to set their password.</summary>
    [HttpPost]
    [ProducesResponseType(StatusCodes.Status201Created)]
    public Task<ActionResult<EmployeeDto>> CreateEmployee(CreateEmployeeCommand body, CancellationToken cancellationToken) => SendCreated(body, cancellationToken);

    /// <summary>Ends an employment today, and shuts the account.</summary>
    [HttpDelete("{id:guid}")]
    public Task<ActionResult> EndEmployment(Guid id, CancellationToken cancellationToken) => Send(new EndEmploymentCommand(id), cancellationToken);

    /// <summary>One employee, with what holds today.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<EmployeeDto>> GetEmployee(Guid id, CancellationToken cancellationToken) => Send(new GetEmployeeQuery(id), cancellationToken);

    /// <summary>Changes what is given of an employee from a date on, and leaves the rest.</summary>
    [HttpPatch("{id:guid}")]
    public Task<ActionResult<EmployeeDto>> UpdateEmployee(Guid id, EmployeeChange body, CancellationToken cancellationToken) => Send(new UpdateEmployeeCommand(id, body), cancellationToken);

    /// <summary>What held, holds and will hold for an employee, by date.</summary>
    [HttpGet("{id:guid}/history")]
    public Task<ActionResult<EmployeeHistoryDto>> GetEmployeeHistory(Guid id, CancellationToken cancellationToken) => Send(new GetEmployeeHistoryQuery(id), cancellationToken);
}

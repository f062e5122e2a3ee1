using Microsoft.AspNetCore.Mvc;
using Satcom.Application.Common;
using Satcom.Application.Imports;
using Satcom.Domain.Imports;
using Satcom.WebApi.Common.Http;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Imports;

/// <summary>Files that bring employees, projects and holidays in.</summary>
[Route("api/v1/imports")]
public sealed class ImportsController : ApiController
{
    /// <summary>Takes a file in. Its rows are applied afterwards; the answer says where to look.</summary>
    [HttpPost]
    [CsvBody(Import.FileMaxBytes)]
    [ProducesResponseType<ImportDto>(StatusCodes.Status202Accepted)]
    public async Task<ActionResult<ImportDto>> CreateImport([FromQuery] ImportOptions options, CancellationToken cancellationToken)
    {
        // Of somebody who may not, nothing is read: the pipeline refuses them.
        var mayImport = HttpContext.RequestServices.GetRequiredService<RequestScope>().Actor.May(Permissions.ImportsManage);
        var file = mayImport ? await CsvBody.ReadAsync(Request, cancellationToken) : string.Empty;
        return file.TryGet(out var text, out var error)
            ? await SendAccepted(new CreateImportCommand(options.Id, options.Kind, options.DryRun, options.Invite, text), cancellationToken)
            : new ProblemResult(error);
    }

    /// <summary>The company's imports, newest first.</summary>
    [HttpGet]
    public Task<ActionResult<Page<ImportDto>>> ListImports([FromQuery] ListImportsQuery query, CancellationToken cancellationToken) => Send(query, cancellationToken);

    /// <summary>How far an import has come, with a page of what was wrong with its rows.</summary>
    [HttpGet("{id:guid}")]
    public Task<ActionResult<ImportDetails>> GetImport(Guid id, [FromQuery] ImportPage page, CancellationToken cancellationToken) => Send(new GetImportQuery(id, page.Limit, page.Cursor), cancellationToken);
}

/// <summary>What is to be done with a file.</summary>
/// <param name="Kind">What the file brings in.</param>
/// <param name="Id">The client's id of the import: sent again with the same content, it imports nothing.</param>
/// <param name="DryRun">Judges every row and changes nothing.</param>
/// <param name="Invite">Whether new accounts are invited by mail where their row does not say.</param>
public sealed record ImportOptions(ImportKind? Kind = null, Guid? Id = null, bool DryRun = false, bool Invite = false);

/// <summary>Which errors are asked for.</summary>
/// <param name="Limit">1 to 200.</param>
/// <param name="Cursor">From an earlier page.</param>
public sealed record ImportPage(int Limit = Paging.DefaultLimit, string? Cursor = null);

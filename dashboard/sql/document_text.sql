select text from marts.dim_document where document_key = $document

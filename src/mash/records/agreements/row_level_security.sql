-- Agreements, as a register that information governance keeps. What was done with one is added and stays.
SELECT mash_register('agreement', 'AGREEMENT_KEEP');
SELECT mash_register_part('agreementparty', 'agreement_id', 'agreement');
DROP POLICY IF EXISTS gone_agreementparty ON records_agreementparty;
SELECT mash_row_policy('agreementstep', 'seen', 'EXISTS (SELECT FROM records_agreement a WHERE a.id = agreement_id)', '');
SELECT mash_row_policy('agreementstep', 'new', '', 'EXISTS (SELECT FROM records_agreement a WHERE a.id = agreement_id)'
    ' AND account_id = (SELECT mash_account())');
